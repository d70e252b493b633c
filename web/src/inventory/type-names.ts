import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { servicesQuery } from '../api/extraction-queries.ts';
import { typeName } from '../words.ts';

/** `aws:ec2:volume` as the collectors call it. */
export function useTypeName(): (type: string) => string {
  const { data } = useQuery(servicesQuery);
  const titles = useMemo(() => new Map((data?.services ?? []).flatMap((each) => each.resource_types.map(({ id, title }) => [id, title] as const))), [data]);
  return useCallback((type) => titles.get(type) ?? typeName(type), [titles]);
}
