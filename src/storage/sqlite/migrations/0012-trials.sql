-- Finding the links of a registration, which go with it when it is forgotten.
CREATE INDEX launch_ticket_by_registration ON launch_ticket (registration);
