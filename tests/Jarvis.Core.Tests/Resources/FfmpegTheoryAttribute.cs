using Jarvis.Conformance;

namespace Jarvis.Resources;

/// <summary>A theory over files that ffmpeg writes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute()
    {
        if (!Tool.Works("ffmpeg", "-version"))
            Skip = "ffmpeg is not installed; install the Debian package ffmpeg.";
    }
}
