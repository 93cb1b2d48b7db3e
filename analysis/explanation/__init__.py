"""Why one scenario does better than another: by lever, by step of the funnel, by mechanism."""
