import type { MenuItem } from './page/menu.ts'
import type { Play } from './play.ts'
import type { Texts } from './texts.ts'

/** What the learner can do besides going on: what the standard, the package and the moment allow. */
export function menuItems(play: Play, texts: Texts): MenuItem[] {
  const items: (MenuItem | false)[] = [
    ...(play.course.course.standard === 'scorm2004' ? endings(play, texts) : []),
    {
      name: 'place',
      icon: 'window',
      label: play.isInWindow() ? texts.toFrame : texts.toWindow,
      ...(!play.isInWindow() && { about: texts.toWindowAbout }),
      onChoose: () => play.switchPlace(),
    },
    play.keptChanges() > 0 && {
      name: 'kept',
      icon: 'kept',
      label: texts.kept(play.keptChanges()),
      about: texts.keptAbout,
      onChoose: () => play.showKept(),
    },
  ]
  return items.filter((item) => item !== false)
}

/** The ways to end something [SN 4.3]; only those that the sequencer accepts now and the package does not hide. */
function endings(play: Play, texts: Texts): (MenuItem | false)[] {
  const { exit, exitAll, suspendAll } = play.view().controls
  return [
    suspendAll.isShown &&
      suspendAll.isAllowed && {
        name: 'suspendAll',
        icon: 'pause',
        label: texts.suspend,
        about: texts.suspendAbout,
        onChoose: () => play.leave(),
      },
    exit.isShown &&
      exit.isAllowed && {
        name: 'exit',
        icon: 'endLesson',
        label: texts.endLesson,
        about: texts.endLessonAbout,
        onChoose: () => play.go({ to: 'exit' }),
      },
    exitAll.isShown &&
      exitAll.isAllowed && {
        name: 'exitAll',
        icon: 'endCourse',
        label: texts.endCourse,
        about: texts.endCourseAbout,
        onChoose: () => play.endCourse(),
      },
  ]
}
