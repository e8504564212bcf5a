"""What applicants say of how their requests were dealt with: shown to the agency, decides nothing."""
