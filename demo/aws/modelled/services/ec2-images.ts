import { listing, regionOf } from '../../estate.ts';
import type { PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { ec2Page, tagList } from './ec2-pages.ts';

/** The images of the estate as it is now, every twentieth of them open to everybody and every third launched of late. */
export const describeImages: PlacedAnswerer = (input, { account, regionName, plan }, asked) => {
  const owners = input['Owner'] as string[] | undefined;
  if (owners !== undefined && !owners.includes('self') && !owners.includes(account)) return { Images: [] };
  const wanted = input['ImageId'] as string[] | undefined;
  const images = listing(regionOf(asked.world.estate, account, regionName), 'images');
  const fieldsOf = (image: ReturnType<typeof images.slice>[number], index: number): Fields => ({
    ImageId: image.id, ImageLocation: `${account}/${image.name}`, OwnerId: account, Name: image.name, Description: '', State: 'available', CreationDate: image.createdAt, Public: index % 20 === 0, Architecture: image.architecture,
    ImageType: 'machine', RootDeviceType: 'ebs', RootDeviceName: image.rootDevice, VirtualizationType: 'hvm', Hypervisor: 'xen', PlatformDetails: 'Linux/UNIX', LastLaunchedTime: index % 3 === 0 ? new Date(plan.nowMs - 20 * 86_400_000).toISOString() : undefined,
    BlockDeviceMappings: image.blockDevices.map(({ device, snapshotId, sizeGib, type }) => ({ DeviceName: device, Ebs: { SnapshotId: snapshotId, VolumeSize: sizeGib, VolumeType: type, DeleteOnTermination: true, Encrypted: false } })), Tags: tagList(image.tags),
  });
  const items = { length: images.length, slice: (from: number, to: number) => images.slice(from, to).map((image, step) => fieldsOf(image, from + step)) };
  if (wanted !== undefined) return { Images: items.slice(0, items.length).filter(({ ImageId }) => wanted.includes(String(ImageId))) };
  return ec2Page(items, 'Images', input, asked);
};
