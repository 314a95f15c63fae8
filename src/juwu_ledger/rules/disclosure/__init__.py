"""DSC: what is posted, reviewed, answered and told."""
