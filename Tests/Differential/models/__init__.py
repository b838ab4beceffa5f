"""Random models: what they are made of, how they are made, and their XML."""
