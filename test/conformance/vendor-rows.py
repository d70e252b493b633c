"""Makes rows of Azure from the models of azure-mgmt packages: valid ones, odd ones included, the same for the same seed.

Reads JSON from stdin: {"seed": n, "perType": n, "subscription": id}; words: folders with older releases.
Writes JSON: {"rows": {native type: [row]}, "missing": [native types whose model is not there]}.
"""
import importlib
import json
import random
import sys

sys.path[0:0] = sys.argv[1:]

models = {
    "Microsoft.Compute/virtualMachines": ("compute.v2023_03_01", "VirtualMachine"),
    "Microsoft.Compute/virtualMachineScaleSets": ("compute.v2023_03_01", "VirtualMachineScaleSet"),
    "Microsoft.Compute/availabilitySets": ("compute.v2023_03_01", "AvailabilitySet"),
    "Microsoft.Compute/images": ("compute.v2023_03_01", "Image"),
    "Microsoft.Compute/disks": ("compute.v2023_01_02", "Disk"),
    "Microsoft.Compute/snapshots": ("compute.v2023_01_02", "Snapshot"),
    "Microsoft.Network/virtualNetworks": ("network", "VirtualNetwork"),
    "Microsoft.Network/networkSecurityGroups": ("network", "NetworkSecurityGroup"),
    "Microsoft.Network/loadBalancers": ("network", "LoadBalancer"),
    "Microsoft.Network/applicationGateways": ("network", "ApplicationGateway"),
    "Microsoft.Network/publicIPAddresses": ("network", "PublicIPAddress"),
    "Microsoft.Network/networkInterfaces": ("network", "NetworkInterface"),
    "Microsoft.Network/routeTables": ("network", "RouteTable"),
    "Microsoft.Network/natGateways": ("network", "NatGateway"),
    "Microsoft.Network/privateEndpoints": ("network", "PrivateEndpoint"),
    "Microsoft.Network/expressRouteCircuits": ("network", "ExpressRouteCircuit"),
    "Microsoft.Network/bastionHosts": ("network", "BastionHost"),
    "Microsoft.Network/azureFirewalls": ("network", "AzureFirewall"),
    "Microsoft.Network/ddosProtectionPlans": ("network", "DdosProtectionPlan"),
    "Microsoft.Network/virtualNetworkGateways": ("network", "VirtualNetworkGateway"),
    "Microsoft.Storage/storageAccounts": ("storage.v2023_01_01", "StorageAccount"),
    "Microsoft.KeyVault/vaults": ("keyvault.v2023_07_01", "Vault"),
    "Microsoft.Web/serverfarms": ("web.v2023_01_01", "AppServicePlan"),
    "Microsoft.Web/certificates": ("web.v2023_01_01", "Certificate"),
    "Microsoft.ContainerService/managedClusters": ("containerservice.v2023_08_01", "ManagedCluster"),
    "Microsoft.Cache/redis": ("redis", "RedisResource"),
    "Microsoft.ContainerRegistry/registries": ("containerregistry.v2023_07_01", "Registry"),
    "Microsoft.DocumentDB/databaseAccounts": ("cosmosdb", "DatabaseAccountGetResults"),
    "Microsoft.ManagedIdentity/userAssignedIdentities": ("msi.v2023_01_31", "Identity"),
    "Microsoft.RecoveryServices/vaults": ("recoveryservices", "Vault"),
    "Microsoft.OperationalInsights/workspaces": ("loganalytics", "Workspace"),
}

asked = json.load(sys.stdin)
chance = random.Random(asked["seed"])
texts = ["", "a", "x" * 300, "Ünïcödé – 漢字 🚀", "<script>alert(1)</script>", "=cmd()", "line\nbreak", "AddedLater", "0", "West Europe", "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V"]
plain = {
    "bool": lambda: chance.random() < 0.5,
    "int": lambda: chance.choice([0, 1, -1, 2**31 - 1]),
    "long": lambda: chance.choice([0, 1, 2**53, str(2**40)]),
    "float": lambda: chance.choice([0, 0.5, 1e308]),
    "iso-8601": lambda: chance.choice(["2024-02-29T23:59:59.9999999+00:00", "2025-06-01T00:00:00Z", "0001-01-01T00:00:00Z"]),
    "duration": lambda: "PT1H",
    "object": lambda: chance.choice([{}, [], "x", None]),
    "bytearray": lambda: "AAECAw==",
}


def value(module, kind, depth):
    if kind.startswith("["):
        return [value(module, kind[1:-1], depth + 1) for _ in range(chance.choice([0, 0, 1, 3]))]
    if kind.startswith("{"):
        return {key: value(module, kind[1:-1], depth + 1) for key in chance.sample(["env", "Owner", "a" * 63, "x_1"], chance.randint(0, 3))}
    if kind in plain:
        return plain[kind]()
    model = getattr(module, kind, None)
    if model is None or not hasattr(model, "_attribute_map"):
        return chance.choice(texts)
    return {} if depth > 5 else fields(module, model, depth)


def fields(module, model, depth):
    made = {}
    for attribute in model._attribute_map.values():
        # Azure writes null as often as it leaves a field out.
        if chance.random() > 0.75:
            continue
        node = made
        *path, last = [part.replace("\\.", ".") for part in attribute["key"].replace("\\.", "\0").split(".")]
        for part in path:
            node = node.setdefault(part.replace("\0", "."), {})
        node[last.replace("\0", ".")] = None if chance.random() < 0.1 else value(module, attribute["type"], depth + 1)
    return made


rows, missing = {}, []
for native, (package, name) in models.items():
    try:
        module = importlib.import_module(f"azure.mgmt.{package}.models")
        model = getattr(module, name)
    except (ImportError, AttributeError):
        missing.append(native)
        continue
    rows[native] = []
    for number in range(asked["perType"]):
        row = fields(module, model, 0)
        own = f"thing-{number}"
        group = chance.choice(["resourceGroups", "resourcegroups", "RESOURCEGROUPS"])
        row.update({"id": f"/subscriptions/{asked['subscription']}/{group}/Group-{number % 2}/providers/{native if number % 2 else native.upper()}/{own}", "name": own, "type": native if number % 3 else native.lower()})
        rows[native].append(row)
json.dump({"rows": rows, "missing": missing}, sys.stdout)
