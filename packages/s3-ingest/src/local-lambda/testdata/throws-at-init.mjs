throw new TypeError('cannot start');
