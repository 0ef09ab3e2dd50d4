import type { Play, PlayParts } from '../play.ts'
import type { Language } from '../texts.ts'
import type { CallHistory } from './call-history.ts'
import type { DebugTexts } from './debug-texts.ts'

/** Everything that the debugger looks at; it changes nothing of it but the simulation. */
export interface DebugParts extends PlayParts {
  readonly play: Play
  /** The player's page. */
  readonly host: HTMLElement
}

/** What a tab is drawn from. */
export interface DebugView extends DebugParts {
  readonly history: CallHistory
  readonly texts: DebugTexts
  readonly language: Language
  /** Draws the open tab again. */
  readonly redraw: () => void
}

/** A tab of the debugger; `body` is asked for anew whenever something has changed. */
export interface DebugTab {
  readonly name: TabName
  /** Controls over the body, made when the tab is opened or the language changes. */
  readonly tools?: (view: DebugView) => readonly HTMLElement[]
  readonly body: (view: DebugView) => HTMLElement
  /** How it is scrolled when it is drawn again: to what is newest, or left alone. */
  readonly followsEnd?: boolean
}

export type TabName = 'calls' | 'state' | 'sequencing' | 'statements' | 'verdict' | 'simulate'
