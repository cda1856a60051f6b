using Jarvis.Conformance;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A fact about silos in networks of their own, which only root can make; asked for like <see cref="KillFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PartitionFactAttribute : KillFactAttribute
{
    public PartitionFactAttribute() => Skip ??= Environment.IsPrivilegedProcess && Tool.Works("unshare", "--net true") && Tool.Works("ip", "netns list")
        ? null
        : "Makes networks, which needs root with CAP_SYS_ADMIN and CAP_NET_ADMIN, and the package iproute2.";
}
