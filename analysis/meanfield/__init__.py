"""A mean-field shadow of the model: what a firm settles at, by arithmetic on declared parameters.

Nothing is simulated here. The means that runs would settle at are found by fixed points, with the
rules of `sim.mechanisms` themselves where they can be called, on some hundred typical deals. `show
--funnel`, `new` and `calibrate` use it to set up runs; docs/explanation/measured/funnels.md says
how far from runs it lies.
"""
