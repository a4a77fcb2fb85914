/** In the results folder, beside the folders of the suites. Text, a line a record: it can be kept in git. */
export const HISTORY_FILE = 'history.ndjson';
