import { type Answer, Refusal } from '../answer.ts';
import { hashText } from '../generate/random.ts';
import { pageOf } from '../paging.ts';
import { type PricedRegion, pricedRegions } from '../regions.ts';
import type { Call } from '../world.ts';

/** USD in us-east-1; other regions cost a factor more. */
const storage: readonly [apiName: string, volumeType: string, price: number][] = [
  ['gp3', 'General Purpose', 0.08], ['gp2', 'General Purpose', 0.1], ['io1', 'Provisioned IOPS', 0.125], ['io2', 'Provisioned IOPS', 0.125],
  ['st1', 'Throughput Optimized HDD', 0.045], ['sc1', 'Cold HDD', 0.015], ['standard', 'Magnetic', 0.05],
];
const instanceHours: Record<string, number> = {
  't2.micro': 0.0116, 't3.micro': 0.0104, 't3.small': 0.0208, 't3.medium': 0.0416, 't3.large': 0.0832, 't4g.medium': 0.0336,
  'm5.large': 0.096, 'm5.xlarge': 0.192, 'm6i.large': 0.096, 'm6g.large': 0.077, 'm7i.large': 0.1008, 'c5.large': 0.085, 'c5.xlarge': 0.17,
  'c6g.xlarge': 0.136, 'c7g.large': 0.0725, 'r5.large': 0.126, 'r5.2xlarge': 0.504, 'r6g.large': 0.1008, 'i3.large': 0.156, 'g4dn.xlarge': 0.526,
};

interface Product { serviceCode: string; productFamily: string; attributes: Record<string, string>; unit: string; usd: number }

function ebsProducts(): Omit<Product, 'serviceCode'>[] {
  const volumes = storage.map(([volumeApiName, volumeType, usd]) => ({
    productFamily: 'Storage', unit: 'GB-Mo', usd,
    attributes: { volumeApiName, volumeType, storageMedia: ['st1', 'sc1', 'standard'].includes(volumeApiName) ? 'HDD-backed' : 'SSD-backed', usagetype: `EBS:VolumeUsage${volumeApiName === 'standard' ? '' : `.${usageName(volumeApiName)}`}` },
  }));
  const iops = ([['gp3', 0.005], ['io1', 0.065], ['io2', 0.065]] as const).map(([volumeApiName, usd]) => ({
    productFamily: 'System Operation', unit: 'IOPS-Mo', usd,
    attributes: { volumeApiName, group: 'EBS IOPS', usagetype: `EBS:VolumeP-IOPS.${usageName(volumeApiName)}` },
  }));
  return [
    ...volumes, ...iops,
    { productFamily: 'Provisioned Throughput', unit: 'GiBps-mo', usd: 40.96, attributes: { volumeApiName: 'gp3', group: 'EBS Throughput', usagetype: 'EBS:VolumeP-Throughput.gp3' } },
    { productFamily: 'Storage Snapshot', unit: 'GB-Mo', usd: 0.05, attributes: { storageMedia: 'Amazon S3', usagetype: 'EBS:SnapshotUsage' } },
    { productFamily: 'Storage Snapshot', unit: 'GB-Mo', usd: 0.0125, attributes: { storageMedia: 'Amazon S3', usagetype: 'EBS:SnapshotArchiveStorage' } },
  ];
}

/** The price list calls io1 `piops` in usage types. */
const usageName = (volumeApiName: string): string => (volumeApiName === 'io1' ? 'piops' : volumeApiName);

function computeProducts(): Omit<Product, 'serviceCode'>[] {
  return Object.entries(instanceHours).map(([instanceType, usd]) => ({
    productFamily: 'Compute Instance', unit: 'Hrs', usd,
    attributes: {
      instanceType, operatingSystem: 'Linux', tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA', licenseModel: 'No License required',
      marketoption: 'OnDemand', operation: 'RunInstances', usagetype: `BoxUsage:${instanceType}`,
    },
  }));
}

/** Public IPv4 addresses are sold by AmazonVPC, at one price everywhere. */
const addressProducts = (['InUse', 'Idle'] as const).map((use) => ({
  serviceCode: 'AmazonVPC', productFamily: '', unit: 'Hrs', usd: 0.005,
  attributes: { group: 'VPCPublicIPv4Address', usagetype: `PublicIPv4:${use}Address` },
}));

function inRegion(product: Product, { name, prefix, factor, location }: PricedRegion): Product {
  const attributes: Record<string, string> = {
    ...product.attributes, usagetype: prefix + product.attributes['usagetype'], regionCode: name, location, locationType: 'AWS Region',
    servicecode: product.serviceCode, servicename: product.serviceCode === 'AmazonEC2' ? 'Amazon Elastic Compute Cloud' : 'Amazon Virtual Private Cloud',
  };
  return { ...product, attributes, usd: product.serviceCode === 'AmazonVPC' ? product.usd : Math.round(product.usd * factor * 1e6) / 1e6 };
}

let catalogue: Product[] | undefined;
function products(): Product[] {
  const base = [...[...ebsProducts(), ...computeProducts()].map((product) => ({ ...product, serviceCode: 'AmazonEC2' })), ...addressProducts];
  catalogue ??= pricedRegions.flatMap((region) => base.map((product) => inRegion(product, region)));
  return catalogue;
}

/** An entry of PriceList: a JSON text, with the term and dimension codes that AWS uses as keys. */
function priceListEntry({ serviceCode, productFamily, attributes, unit, usd }: Product): string {
  const sku = hashText(JSON.stringify(attributes)).toString(36).toUpperCase().padStart(7, '0').padEnd(16, 'K');
  const term = `${sku}.JRTCKXETXF`;
  const rate = `${term}.6YS6EN2CT7`;
  const dimension = {
    unit, endRange: 'Inf', beginRange: '0', description: `$${usd} per ${unit}`, appliesTo: [], rateCode: rate, pricePerUnit: { USD: usd.toFixed(10) },
  };
  const onDemand = { [term]: { priceDimensions: { [rate]: dimension }, sku, effectiveDate: '2026-10-01T00:00:00Z', offerTermCode: 'JRTCKXETXF', termAttributes: {} } };
  return JSON.stringify({
    product: { ...(productFamily === '' ? {} : { productFamily }), attributes, sku },
    serviceCode, terms: { OnDemand: onDemand }, version: '20261015000000', publicationDate: '2026-10-15T00:00:00Z',
  });
}

type Filter = { Type?: string; Field?: string; Value?: string };

function getProducts(call: Call): Answer {
  const { ServiceCode, Filters = [], MaxResults = 100, NextToken = null } = (call.json ?? {}) as {
    ServiceCode?: string; Filters?: Filter[]; MaxResults?: number; NextToken?: string | null;
  };
  if (!(MaxResults >= 1 && MaxResults <= 100)) throw new Refusal(400, 'InvalidParameterException', 'MaxResults must be between 1 and 100');
  const fieldOf = (product: Product, field: string): string | undefined =>
    field === 'productFamily' ? product.productFamily : field === 'serviceCode' ? product.serviceCode : product.attributes[field];
  const found = products().filter((product) =>
    product.serviceCode === ServiceCode && Filters.every(({ Field = '', Value }) => fieldOf(product, Field) === Value));
  const refuse = (): Refusal => new Refusal(400, 'InvalidNextTokenException', 'The NextToken is invalid');
  const { items, next } = pageOf(found, { token: NextToken, size: MaxResults, isLooping: call.isLooping }, refuse);
  return { status: 200, body: JSON.stringify({ FormatVersion: 'aws_v1', PriceList: items.map(priceListEntry), ...(next === undefined ? {} : { NextToken: next }) }) };
}

export const pricingOperations: Record<string, (call: Call) => Answer> = { GetProducts: getProducts };
