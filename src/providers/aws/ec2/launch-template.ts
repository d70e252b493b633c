import type { LaunchTemplate, LaunchTemplateVersion, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, imageArns, keyArn } from './arns.ts';
import { pages } from '../pages.ts';

interface TemplateWithVersions {
  template: LaunchTemplate;
  versions: LaunchTemplateVersion[];
}

export const awsEc2LaunchTemplate = defineAwsResource({
  id: 'aws:ec2:launch-template',
  title: 'Launch template',
  plural: 'Launch templates',
  nativeType: 'AWS::EC2::LaunchTemplate',
  locality: 'regional',
  permissions: ['ec2:DescribeLaunchTemplates', 'ec2:DescribeLaunchTemplateVersions'],
  reads: 'Images, groups, keys and profiles of the default and the latest version of each launch template; user data is not kept.',
  chain: 2,

  attributes: z.object({
    launch_template_id: z.string(),
    launch_template_name: z.string(),
    created_at: z.string().nullable(),
    default_version: z.int().nullable(),
    latest_version: z.int().nullable(),
    instance_type: z.string().nullable().describe('Of the default version, as the next two'),
    imds_v2_required: z.boolean(),
    has_user_data: z.boolean(),
    image_ids: z.array(z.string()).describe('Of the default and the latest version, as all that follow'),
    security_group_ids: z.array(z.string()),
    key_names: z.array(z.string()),
    instance_profiles: z.array(z.string()).describe('ARNs, or names'),
    kms_key_ids: z.array(z.string()),
  }),

  async *list(context) {
    const { EC2Client, paginateDescribeLaunchTemplates } = await import('@aws-sdk/client-ec2');
    let versions: Map<string, LaunchTemplateVersion[]> | undefined;
    for await (const page of pages(paginateDescribeLaunchTemplates({ client: context.client(EC2Client), pageSize: 200 }, {}), ({ NextToken }) => NextToken)) {
      if ((page.LaunchTemplates ?? []).length === 0) continue;
      versions ??= await versionsByTemplate(context);
      for (const template of page.LaunchTemplates ?? []) yield { template, versions: versions.get(template.LaunchTemplateId ?? '') ?? [] } satisfies TemplateWithVersions;
    }
  },

  normalise: ({ template, versions }: TemplateWithVersions, { arn }) => {
    const id = template.LaunchTemplateId ?? '';
    const data = versions.flatMap(({ LaunchTemplateData }) => LaunchTemplateData ?? []);
    const standard = versions.find(({ DefaultVersion }) => DefaultVersion === true)?.LaunchTemplateData;
    const all = (of: (each: ResponseLaunchTemplateData) => readonly (string | undefined)[]): string[] => [...new Set(data.flatMap(of).filter((text) => text !== undefined && text !== ''))].sort() as string[];
    return {
      uid: arn('ec2', `launch-template/${id}`),
      name: template.LaunchTemplateName ?? id,
      createdAt: template.CreateTime,
      tags: tagsOf(template.Tags),
      attributes: {
        launch_template_id: id,
        launch_template_name: template.LaunchTemplateName ?? '',
        created_at: template.CreateTime?.toISOString() ?? null,
        default_version: template.DefaultVersionNumber ?? null,
        latest_version: template.LatestVersionNumber ?? null,
        instance_type: standard?.InstanceType ?? null,
        imds_v2_required: standard?.MetadataOptions?.HttpTokens === 'required',
        has_user_data: (standard?.UserData ?? '') !== '',
        image_ids: all(({ ImageId }) => [ImageId]),
        security_group_ids: all(({ SecurityGroupIds = [], NetworkInterfaces = [] }) => [...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups }) => Groups ?? [])]),
        key_names: all(({ KeyName }) => [KeyName]),
        instance_profiles: all(({ IamInstanceProfile }) => [IamInstanceProfile?.Arn ?? IamInstanceProfile?.Name]),
        kms_key_ids: all(({ BlockDeviceMappings = [] }) => BlockDeviceMappings.map(({ Ebs }) => Ebs?.KmsKeyId)),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('uses', [
      ...imageArns(uid, attributes.image_ids), ...ec2Arns(uid, 'security-group', attributes.security_group_ids), ...ec2Arns(uid, 'key-pair', attributes.key_names),
      ...attributes.instance_profiles.map((profile) => keyArn(profile) ?? profileArn(uid, profile)),
    ]),
    ...relationsTo('encrypted-by', attributes.kms_key_ids.map(keyArn)),
  ],
});

/** A profile that is named without its path is taken to lie in none; IAM's ARNs have no region. */
const profileArn = (uid: string, name: string): string => arnBeside(uid, 'iam', `instance-profile/${name}`).replace(/^(arn:[^:]*:iam):[^:]*:/, '$1::');

/** One question for all templates. User data may hold secrets: only that there is some is kept. */
async function versionsByTemplate(context: AwsListContext): Promise<Map<string, LaunchTemplateVersion[]>> {
  const { EC2Client, paginateDescribeLaunchTemplateVersions } = await import('@aws-sdk/client-ec2');
  const byTemplate = new Map<string, LaunchTemplateVersion[]>();
  const listing = paginateDescribeLaunchTemplateVersions({ client: context.client(EC2Client), pageSize: 200 }, { Versions: ['$Default', '$Latest'] });
  for await (const page of pages(listing, ({ NextToken }) => NextToken)) {
    for (const version of page.LaunchTemplateVersions ?? []) {
      const id = version.LaunchTemplateId ?? '';
      const { UserData, ...data } = version.LaunchTemplateData ?? {};
      const kept = { ...version, LaunchTemplateData: { ...data, ...(UserData === undefined ? {} : { UserData: '***' }) } };
      byTemplate.set(id, [...(byTemplate.get(id) ?? []), kept]);
    }
  }
  return byTemplate;
}
