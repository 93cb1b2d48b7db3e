"""The ODD+D description of the model: for the code as it is, and for one scenario."""
