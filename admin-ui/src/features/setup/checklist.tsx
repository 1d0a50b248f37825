import { readFragment, type FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { checkItemFragment, CheckItem } from './check-item'
import { groups } from './groups'
import classes from './setup.module.css'
import { SetupValues, setupValuesFragment } from './setup-values'
import { TemplateSteps, templateStepsFragment } from './template-steps'

export const checklistFragment = graphql(
  `
    fragment Checklist on Setup {
      checks {
        code
        ...CheckItem
      }
      ...SetupValues
      ...TemplateSteps
    }
  `,
  [checkItemFragment, setupValuesFragment, templateStepsFragment],
)

/** Every check, in the order in which an installation is set up. */
export function Checklist({ setup }: { setup: FragmentOf<typeof checklistFragment> }) {
  const checklist = readFragment(checklistFragment, setup)
  return groups.map(({ title, hint, codes, steps }) => (
    <Panel key={title} title={title} hint={hint} flush>
      {steps && <TemplateSteps setup={checklist} />}
      <ul className={classes.items}>
        {checklist.checks
          .filter(({ code }) => codes.includes(code))
          .map((check) => (
            <CheckItem key={check.code} check={check} values={<SetupValues of={check.code} setup={checklist} />} />
          ))}
      </ul>
    </Panel>
  ))
}
