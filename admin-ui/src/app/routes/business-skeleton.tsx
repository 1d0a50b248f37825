import { Skeleton, VisuallyHidden } from '@mantine/core'
import { DocumentTitle } from '@/components/document-title'
import classes from './business-page.module.css'

/** A business to come. */
export function BusinessSkeleton() {
  return (
    <div role="status" aria-label="Loading business" className={classes.parts}>
      <DocumentTitle of="Business" />
      <VisuallyHidden component="h1">Business</VisuallyHidden>
      <Skeleton height={16} width={110} />
      <Skeleton height={30} width="45%" />
      <Skeleton height={150} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </div>
  )
}
