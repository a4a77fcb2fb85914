export { runInMemory as measure } from '@benchwright/load-driver/conformance';
