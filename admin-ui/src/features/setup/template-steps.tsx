import { readFragment, type FragmentOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { graphql } from '@/lib/graphql'
import classes from './setup.module.css'

export const templateStepsFragment = graphql(`
  fragment TemplateSteps on Setup {
    configurationsPage
    loginConfiguration {
      configId
    }
  }
`)

/** How Meta's documentation has the login configuration made. Nobody but a person can do that. */
export function TemplateSteps({ setup }: { setup: FragmentOf<typeof templateStepsFragment> }) {
  const { configurationsPage, loginConfiguration } = readFragment(templateStepsFragment, setup)
  return (
    <ol className={classes.steps}>
      <li>
        In the App Dashboard choose{' '}
        <ExternalLink href={configurationsPage}>Facebook Login for Business</ExternalLink> and then <b>Templates</b>.
      </li>
      <li>
        At <b>Conversions API partner integration</b> press <b>Use template</b>. The template is in beta: access comes
        through a Meta representative.
      </li>
      <li>
        Press <b>Create from template</b>, and leave what it holds as it is.
      </li>
      <li>
        Put the configuration id into <code>META_CONFIG_ID</code> and restart the program. In use now:{' '}
        <Copyable value={loginConfiguration.configId} label="configuration id in use" />
      </li>
    </ol>
  )
}
