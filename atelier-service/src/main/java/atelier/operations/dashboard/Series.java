package atelier.operations.dashboard;

/** Requests that the page counts together. */
record Series(String route, String status) {}
