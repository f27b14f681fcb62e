/** Rows of a table at points in time: what is to be forecast. */
export interface Anchors {
  /** Name of the table. */
  readonly table: string;
  /** Rows of it, [anchors]; a row may be there at many times. */
  readonly rows: Int32Array;
  /** When the forecast is made, in seconds since 1970, [anchors]. */
  readonly times: Float64Array;
  /**
   * Up to when (inclusive) rows are seen where that is earlier than the anchor, in seconds since 1970, [anchors]: of a frozen database the time of the
   * split. Ages are counted from the anchor all the same. Default: the anchor itself.
   */
  readonly seenUntil?: Float64Array;
}

/** A column of what is known of anchors. */
export interface Feature {
  /** For people, such as `driver < result.position mean 90 d`. */
  readonly name: string;
  /** Tables that it was taken from, from the anchors' own on, such as `driver < result > constructor`. */
  readonly path: string;
  readonly kind: 'number' | 'category';
  /** [anchors]; NaN where there is none. Categories as whole numbers from 0: places in `categories`. */
  readonly values: Float64Array;
  readonly categories?: readonly string[];
}
