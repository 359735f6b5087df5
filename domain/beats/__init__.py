"""The steps that all moves share: lock within reach, detect that another was faster, enter, tell."""
