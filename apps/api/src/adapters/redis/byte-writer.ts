/** Collects little-endian numbers and texts for a script's struct.unpack. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1_024);
  #length = 0;

  /** What was written so far, without copying it. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  uint8(value: number): void {
    this.#length = this.#room(1).writeUInt8(value, this.#length);
  }

  uint16(value: number): void {
    this.#length = this.#room(2).writeUInt16LE(value, this.#length);
  }

  uint32(value: number): void {
    this.#length = this.#room(4).writeUInt32LE(value, this.#length);
  }

  double(value: number): void {
    this.#length = this.#room(8).writeDoubleLE(value, this.#length);
  }

  /** A text behind its length in bytes: 'Hc0' of struct.unpack. */
  text(value: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    const bytes = this.#room(2 + 3 * value.length);
    const length = bytes.write(value, this.#length + 2);
    bytes.writeUInt16LE(length, this.#length);
    this.#length += 2 + length;
  }

  #room(bytes: number): Buffer {
    if (this.#length + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
