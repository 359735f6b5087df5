"""`haochaping import`: the directory and service events taken up from files."""
