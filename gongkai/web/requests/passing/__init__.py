"""A request is passed on: to a unit of the agency, or, by an answer, to the organ that has what is asked for."""
