// A keep-alive connection that sends prepared bytes and reads answers with a Content-Length, one request at a time.
import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

export class RawConnection {
  #socket;
  #waiting;
  #head = Buffer.alloc(0);
  /** Bytes of the answer's body still to come; undefined before its head is whole. */
  #left;
  #status = 0;
  #text = [];

  constructor(port, { keepText = false } = {}) {
    this.keepText = keepText;
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('data', (data) => this.#take(data));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')));
  }

  /** Sends a request; fulfilled with its answer. */
  send({ head, body }) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (body !== undefined && body.length < 65_536) this.#socket.write(Buffer.concat([head, body]));
      else {
        this.#socket.write(head);
        if (body !== undefined) this.#socket.write(body);
      }
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(data) {
    let rest = data;
    if (this.#left === undefined) {
      this.#head = this.#head.length === 0 ? data : Buffer.concat([this.#head, data]);
      const end = this.#head.indexOf(headEnd);
      if (end < 0) return;
      const text = this.#head.latin1Slice(0, end);
      this.#status = Number(text.slice(9, 12));
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
      if (length === undefined) throw new Error(`An answer without a length: ${text}`);
      this.#left = Number(length);
      rest = this.#head.subarray(end + 4);
      this.#head = Buffer.alloc(0);
    }
    this.#left -= rest.length;
    if (this.keepText || this.#status >= 400) this.#text.push(rest);
    if (this.#left > 0) return;
    const text = this.#text.length > 0 ? Buffer.concat(this.#text).toString() : '';
    this.#left = undefined;
    this.#text = [];
    const { resolve, reject } = this.#waiting;
    if (this.#status >= 400) reject(new Error(`${this.#status}: ${text}`));
    else resolve(text);
  }
}
