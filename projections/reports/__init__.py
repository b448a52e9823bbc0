"""Reports for boards: figures over many actions, by agency and never by person. Only here is pandas used."""
