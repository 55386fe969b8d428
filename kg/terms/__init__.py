"""What things are called in RDF, and the files of ``ontology/``, which follow from the models."""
