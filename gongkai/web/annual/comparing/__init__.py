"""Reports beside those of other units: ranks, medians, what stands out, and prose that units share."""
