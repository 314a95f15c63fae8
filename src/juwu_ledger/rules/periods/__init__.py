"""PRD: months and quarters that are closed, sealed and filed."""
