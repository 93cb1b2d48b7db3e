"""Whether claims survive other assumptions: claims, challenges, verdicts."""
