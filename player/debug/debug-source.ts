import type { Play, PlayParts } from '../play.ts'
import type { Language } from '../texts.ts'
import type { CallHistory } from './call-history.ts'
import type { DebugTexts } from './debug-texts.ts'
import type { StatementSource } from './trial-statements.ts'

/** Everything that the debugger looks at; it changes nothing of it but the simulation. */
export interface DebugParts extends PlayParts {
  readonly play: Play
  /** The player's page. */
  readonly host: HTMLElement
}

/** What a tab is drawn from. */
export interface DebugView extends DebugParts {
  readonly history: CallHistory
  readonly statements: StatementSource
  readonly texts: DebugTexts
  readonly language: Language
  /** Draws the open tab again. */
  readonly redraw: () => void
  /** Makes the open tab's controls again, and draws it. */
  readonly refreshTools: () => void
  /** Opens a tab at what is marked so (`data-mark`) in its body. */
  readonly goTo: (tab: TabName, mark: string) => void
}

/** A tab of the debugger; `body` is asked for anew whenever something has changed. */
export interface DebugTab {
  readonly name: TabName
  /** Controls over the body, made when the tab is opened or the language changes. */
  readonly tools?: (view: DebugView) => readonly HTMLElement[]
  readonly body: (view: DebugView) => HTMLElement
  /** How it is scrolled when it is drawn again: to what is newest, or left alone. */
  readonly followsEnd?: boolean
  /** Makes sure that the body shows what is marked so. */
  readonly mark?: (mark: string) => void
  /** What keys do while the tab is open, by the key. */
  readonly keys?: (view: DebugView) => Readonly<Record<string, () => void>>
}

export type TabName = 'calls' | 'state' | 'sequencing' | 'statements' | 'verdict' | 'simulate'
