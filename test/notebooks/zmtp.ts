import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';

const [MORE, LONG, COMMAND] = [1, 2, 4];

/** The client's side of a ZeroMQ socket over TCP: ZMTP 3.0 without security, as much as a Jupyter client needs. */
export class ZmtpSocket {
  readonly #socket: Socket;
  readonly #events = new EventEmitter();
  #bytes = Buffer.alloc(0);
  #isGreeted = false;
  #message: Buffer[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#take();
    });
  }

  /** Connects; `onMessage` is given the frames of each message. */
  static async connect(
    port: number,
    kind: 'DEALER' | 'SUB',
    onMessage: (frames: readonly Buffer[]) => void,
  ): Promise<ZmtpSocket> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const zmtp = new ZmtpSocket(socket);
    zmtp.#events.on('message', onMessage);
    const greeting = Buffer.alloc(64);
    greeting[0] = 0xff;
    greeting[9] = 0x7f;
    greeting[10] = 3;
    greeting.write('NULL', 12);
    socket.write(greeting);
    const ready = once(zmtp.#events, 'ready');
    const [name, value] = [Buffer.from('Socket-Type'), Buffer.from(kind)];
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    zmtp.#frame(Buffer.concat([Buffer.from('\x05READY'), Buffer.of(name.length), name, length, value]), COMMAND);
    await ready;
    if (kind === 'SUB') zmtp.send([Buffer.of(1)]);
    return zmtp;
  }

  send(frames: readonly Buffer[]): void {
    for (const [i, frame] of frames.entries()) this.#frame(frame, i < frames.length - 1 ? MORE : 0);
  }

  close(): void {
    this.#socket.destroy();
  }

  #frame(body: Buffer, flags: number): void {
    const isLong = body.length > 255;
    const head = Buffer.alloc(isLong ? 9 : 2);
    head[0] = flags | (isLong ? LONG : 0);
    if (isLong) head.writeBigUInt64BE(BigInt(body.length), 1);
    else head[1] = body.length;
    this.#socket.write(Buffer.concat([head, body]));
  }

  #take(): void {
    if (!this.#isGreeted) {
      if (this.#bytes.length < 64) return;
      this.#bytes = this.#bytes.subarray(64);
      this.#isGreeted = true;
    }
    for (;;) {
      const flags = this.#bytes[0] ?? 0;
      const start = (flags & LONG) !== 0 ? 9 : 2;
      if (this.#bytes.length < start) return;
      const length = start === 9 ? Number(this.#bytes.readBigUInt64BE(1)) : this.#bytes[1]!;
      if (this.#bytes.length < start + length) return;
      const body = Buffer.from(this.#bytes.subarray(start, start + length));
      this.#bytes = this.#bytes.subarray(start + length);
      if ((flags & COMMAND) !== 0) {
        this.#events.emit('ready');
        continue;
      }
      this.#message.push(body);
      if ((flags & MORE) !== 0) continue;
      this.#events.emit('message', this.#message);
      this.#message = [];
    }
  }
}
