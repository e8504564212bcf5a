"""The reports of the units below summed, cell by cell, each sum with the units that it is made of."""
