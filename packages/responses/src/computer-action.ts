/** Something that the model does at a computer. Coordinates are in pixels from the top left. */
export type ComputerAction =
  | ComputerClick
  | ComputerDoubleClick
  | ComputerDrag
  | ComputerKeypress
  | ComputerMove
  | ComputerScreenshot
  | ComputerScroll
  | ComputerTyping
  | ComputerWait

/** A point on the screen. */
export interface ComputerPoint {
  readonly x: number
  readonly y: number
}

/** A click. */
export interface ComputerClick extends ComputerPoint {
  readonly type: 'click'
  readonly button: 'left' | 'right' | 'wheel' | 'back' | 'forward'
  /** Keys that are held. */
  readonly keys?: readonly string[] | null
}

/** A double click. */
export interface ComputerDoubleClick extends ComputerPoint {
  readonly type: 'double_click'
  /** Keys that are held. */
  readonly keys: readonly string[] | null
}

/** The pointer is moved with its button held. */
export interface ComputerDrag {
  readonly type: 'drag'
  readonly path: readonly ComputerPoint[]
  /** Keys that are held. */
  readonly keys?: readonly string[] | null
}

/** Keys are pressed together. */
export interface ComputerKeypress {
  readonly type: 'keypress'
  readonly keys: readonly string[]
}

/** The pointer is moved. */
export interface ComputerMove extends ComputerPoint {
  readonly type: 'move'
  /** Keys that are held. */
  readonly keys?: readonly string[] | null
}

/** A picture of the screen is wanted. */
export interface ComputerScreenshot {
  readonly type: 'screenshot'
}

/** The wheel is turned at a point. */
export interface ComputerScroll extends ComputerPoint {
  readonly type: 'scroll'
  readonly scroll_x: number
  readonly scroll_y: number
  /** Keys that are held. */
  readonly keys?: readonly string[] | null
}

/** Text is typed. */
export interface ComputerTyping {
  readonly type: 'type'
  readonly text: string
}

/** Nothing is done for a while. */
export interface ComputerWait {
  readonly type: 'wait'
}
