namespace Jarvis.Conformance;

/// <summary>A fact about a real disk of a few pages, which only root can make.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute()
    {
        using var disk = TinyDisk.TryMount();
        if (disk is null)
            Skip = "A tmpfs cannot be mounted here; run as root on Linux.";
    }
}
