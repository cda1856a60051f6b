namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>A fact that needs the npm package that reading is compared with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute() => Skip = Installed.MissingPeer;
}
