"""The list of ratings that the role reaches."""
