import { encodeUtf8, equalBytes, isUtf8 } from '../bytes/utf8.js';
import { ESCAPES, encodePoint, hasScheme, hexDigit, isLabelByte, NOT_IN_IRI } from './n-triples-bytes.js';

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DOT = 46;
const COLON = 58;
const LESS = 60;
const GREATER = 62;
const AT = 64;
const BACKSLASH = 92;
const CARET = 94;
const UNDERSCORE = 95;
const XSD_STRING = encodeUtf8('http://www.w3.org/2001/XMLSchema#string');
export type ObjectKind = 'iri' | 'blank' | 'literal';

/**
 * Reads one line of N-Triples at a time into `bytes`, escapes undone. Terms are written so that equal ones have equal
 * bytes: an IRI bare, a blank node as `_:label`, a literal as `"text"` followed by nothing, `@language` in lower case, or
 * `^^` and the datatype's IRI (xsd:string is no datatype). The subject lies at [0, subjectEnd), the predicate up to
 * predicateEnd, the object up to objectEnd.
 *
 * @see RDF 1.1 N-Triples, W3C 2014. Beyond ASCII any character is taken in labels.
 */
export class NTriplesLine {
  bytes = new Uint8Array(1024);
  subjectEnd = 0;
  predicateEnd = 0;
  objectEnd = 0;
  objectKind: ObjectKind = 'iri';
  /** Where the text of a literal ends; it starts one byte after the predicate's end. */
  textEnd = 0;
  /** What is wrong with the line. */
  problem = '';
  #in: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #start = 0;
  #out = 0;
  #seen = 0;
  /** Put behind the labels of blank nodes, which mean something within their file only. */
  #suffix = new Uint8Array(0);

  /** Blank nodes of this file are kept apart from those of the files before. */
  beginFile(index: number): void {
    this.#suffix = index === 0 ? new Uint8Array(0) : encodeUtf8(`/${index}`);
  }

  /** @returns 1 for a triple, 0 for a blank line or comment, -1 where the line is wrong, see {@link problem} */
  parse(input: Uint8Array, start: number, end: number): 1 | 0 | -1 {
    this.#in = input;
    this.#start = start;
    this.#at = start;
    this.#end = end;
    this.#out = 0;
    this.#seen = 0;
    // An escape of 6 bytes makes 4 at most.
    const room = end - start + this.#suffix.length * 2;
    if (room > this.bytes.length) this.bytes = new Uint8Array(room * 2);
    this.#skipBlanks();
    if (this.#isOver()) return 0;
    if (!this.#node('subject')) return -1;
    this.subjectEnd = this.#out;
    this.#skipBlanks();
    if (!this.#iri('predicate')) return -1;
    this.predicateEnd = this.#out;
    this.#skipBlanks();
    if (this.#peek() === QUOTE ? !this.#literal() : !this.#node('object')) return -1;
    this.objectEnd = this.#out;
    this.#skipBlanks();
    if (this.#peek() !== DOT) return this.#wrong('a full stop should follow the object');
    this.#at++;
    this.#skipBlanks();
    if (!this.#isOver()) return this.#wrong('nothing may follow the full stop');
    if (this.#seen >= 128 && !isUtf8(this.bytes.subarray(0, this.#out))) return this.#wrong('the line is not UTF-8');
    return 1;
  }

  #peek(): number {
    return this.#at < this.#end ? this.#in[this.#at]! : -1;
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && (this.#in[this.#at] === SPACE || this.#in[this.#at] === TAB)) this.#at++;
  }

  #isOver(): boolean {
    return this.#at >= this.#end || this.#in[this.#at] === HASH;
  }

  #wrong(why: string): -1 {
    this.problem = `at byte ${this.#at - this.#start + 1} ${why}`;
    return -1;
  }

  #fail(why: string): false {
    this.#wrong(why);
    return false;
  }

  #put(byte: number): void {
    this.bytes[this.#out++] = byte;
  }

  #node(what: 'subject' | 'object'): boolean {
    if (this.#peek() !== UNDERSCORE) {
      this.objectKind = 'iri';
      return this.#iri(what);
    }
    this.objectKind = 'blank';
    return this.#blank();
  }

  #iri(what: string): boolean {
    if (this.#peek() !== LESS) return this.#fail(`a ${what} should stand`);
    if (this.#in[this.#at + 1] === LESS) return this.#fail('triple terms of RDF 1.2 are not supported');
    this.#at++;
    const from = this.#out;
    for (; ; this.#at++) {
      const byte = this.#peek();
      if (byte === GREATER) break;
      if (byte === BACKSLASH) {
        const point = this.#codePoint();
        if (point < 0 || (point < 128 && NOT_IN_IRI[point] === 1)) return this.#fail('an IRI has a wrong escape');
        this.#out = encodePoint(point, this.bytes, this.#out);
      } else if (byte < 0 || NOT_IN_IRI[byte] === 1) return this.#fail('an IRI is not closed or has a wrong character');
      else {
        this.#seen |= byte;
        this.#put(byte);
      }
    }
    this.#at++;
    return hasScheme(this.bytes, from, this.#out) || this.#fail('an IRI has no scheme before it');
  }

  #blank(): boolean {
    if (this.#in[this.#at + 1] !== COLON || this.#at + 2 >= this.#end) return this.#fail('a blank node has no label');
    this.#put(UNDERSCORE);
    this.#put(COLON);
    const from = this.#at + 2;
    let to = from;
    while (to < this.#end && isLabelByte(this.#in[to]!)) to++;
    while (to > from && this.#in[to - 1] === DOT) to--;
    if (to === from || this.#in[from] === 45 || this.#in[from] === DOT) return this.#fail('a blank node has no label');
    for (let i = from; i < to; i++) {
      this.#seen |= this.#in[i]!;
      this.#put(this.#in[i]!);
    }
    for (const byte of this.#suffix) this.#put(byte);
    this.#at = to;
    return true;
  }

  #literal(): boolean {
    this.objectKind = 'literal';
    this.#at++;
    this.#put(QUOTE);
    for (; ; this.#at++) {
      const byte = this.#peek();
      if (byte === QUOTE) break;
      if (byte < 0) return this.#fail('a literal is not closed');
      if (byte !== BACKSLASH) {
        this.#seen |= byte;
        this.#put(byte);
        continue;
      }
      const meant = this.#at + 1 < this.#end ? ESCAPES[this.#in[this.#at + 1]!]! : 0;
      if (meant > 0) {
        this.#put(meant);
        this.#at++;
        continue;
      }
      const point = this.#codePoint();
      if (point < 0) return this.#fail('a literal has a wrong escape');
      this.#out = encodePoint(point, this.bytes, this.#out);
    }
    this.textEnd = this.#out;
    this.#put(QUOTE);
    this.#at++;
    if (this.#peek() === AT) return this.#language();
    // RDF 1.2 allows blanks before and after ^^.
    this.#skipBlanks();
    return this.#peek() !== CARET || this.#datatype();
  }

  #language(): boolean {
    this.#put(AT);
    const from = ++this.#at;
    let part = from;
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#in[this.#at]!;
      const lower = byte | 32;
      const isLetter = byte < 128 && lower >= 97 && lower <= 122;
      if (byte === 45) {
        if (this.#at === part) break;
        part = this.#at + 1;
        this.#put(byte);
      } else if (isLetter) this.#put(lower);
      else if (byte >= 48 && byte <= 57 && part > from) this.#put(byte);
      else break;
    }
    return this.#at > part || this.#fail('a language tag is wrong');
  }

  #datatype(): boolean {
    if (this.#in[this.#at + 1] !== CARET) return this.#fail('a datatype should follow ^^');
    this.#at += 2;
    this.#skipBlanks();
    const from = this.#out;
    this.#put(CARET);
    this.#put(CARET);
    if (!this.#iri('datatype')) return false;
    if (equalBytes(this.bytes, from + 2, this.#out, XSD_STRING)) this.#out = from;
    return true;
  }

  /** Reads \uXXXX or \UXXXXXXXX up to its last digit; -1 where it is none, or no character. */
  #codePoint(): number {
    const kind = this.#in[this.#at + 1];
    const digits = kind === 117 ? 4 : kind === 85 ? 8 : 0;
    const from = this.#at + 2;
    if (digits === 0 || from + digits > this.#end) return -1;
    let point = 0;
    for (let i = from; i < from + digits; i++) {
      const digit = hexDigit(this.#in[i]!);
      if (digit < 0) return -1;
      point = point * 16 + digit;
    }
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1;
    this.#at = from + digits - 1;
    return point;
  }
}
