-- One statement. This one does not help.
CREATE INDEX helps ON film(stars)
