"""The training, step by step as project.yml runs it."""
