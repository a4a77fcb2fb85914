import 'a-package-that-nobody-installed'; export const handler = () => 1;
