import type { Activity, Course } from '../../runtime/index.ts'

/** Without this call a SCO cannot say anything: it must be spelled out somewhere in the package's script. */
const call = Buffer.from('LMSInitialize')

/** Files in which a course's calls can stand as text. */
const isScript = (path: string): boolean => /\.(m?js|x?html?|asp|php|jsp|vbs)$/i.test(path)

/** Files that can call the API without the name being readable in them. */
const isOpaque = (path: string): boolean => /\.(swf|jar|class|dcr|exe|zip)$/i.test(path)

/** Watches the files of a package go by for a sign that any of them uses the SCORM 1.2 API. */
export class ApiMentions {
  #isPossible = false
  #path = ''
  #rest = Buffer.alloc(0)

  /** True if a file calls the API, or may do so in a form that cannot be read. */
  get isPossible(): boolean {
    return this.#isPossible
  }

  /** Takes the next bytes of a file; the files come one after another. */
  watch(path: string, chunk: Buffer): void {
    if (this.#isPossible) return
    if (isOpaque(path)) this.#isPossible = true
    if (!isScript(path)) return
    const text = path === this.#path ? Buffer.concat([this.#rest, chunk]) : chunk
    if (text.includes(call)) this.#isPossible = true
    this.#path = path
    // The name may be cut between two chunks.
    this.#rest = Buffer.from(text.subarray(-call.length + 1))
  }
}

/**
 * The course with its SCOs as assets: what never speaks to the API counts as completed once it is opened, as the author of
 * such a package means it, instead of staying incomplete for ever.
 */
export const withoutApi = (course: Course): Course => ({
  ...course,
  activities: course.activities.map(asAsset),
})

const asAsset = (activity: Activity): Activity => ({
  ...activity,
  kind: activity.kind === 'sco' ? 'asset' : activity.kind,
  children: activity.children.map(asAsset),
})

/** Whether an activity is launched from another server, whose files nobody here can read. */
export const isLaunchedElsewhere = (activities: readonly Activity[]): boolean =>
  activities.some(
    ({ href, children }) => /^(\w+:|\/\/)/.test(href ?? '') || isLaunchedElsewhere(children),
  )
