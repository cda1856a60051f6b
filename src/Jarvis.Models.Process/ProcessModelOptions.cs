using Jarvis.Models.Process.Media;

namespace Jarvis.Models.Process;

/// <summary>What command-line engines may use. Every limit is for one run of one program.</summary>
public sealed class ProcessModelOptions
{
    /// <summary>The longest that a program may run. 10 minutes by default; speech recognition gets the length of its sound on top.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The most memory of a program, in bytes. 2 GiB by default. Held to where <c>prlimit</c> (util-linux) is installed.</summary>
    public long MemoryBytes { get; set; } = 2L << 30;

    /// <summary>The largest file that a program may write, in bytes. 1 GiB by default. Held to where <c>prlimit</c> is installed.</summary>
    public long MaxFileBytes { get; set; } = 1L << 30;

    /// <summary>Folders to find programs in, joined by ':'; null, the default, for those of the environment's PATH.</summary>
    public string? SearchPath { get; set; }

    /// <summary>What files may hold.</summary>
    public MediaLimits Media { get; set; } = new();

    /// <summary>The longest text to read aloud, in characters. 20,000 by default, about 25 minutes.</summary>
    public int MaxSpeechCharacters { get; set; } = 20_000;

    /// <summary>The longest text to translate, in characters. 200,000 by default.</summary>
    public int MaxTranslationCharacters { get; set; } = 200_000;

    /// <summary>Where apertium's language pairs are. The Debian packages' folder by default.</summary>
    public string ApertiumModes { get; set; } = "/usr/share/apertium/modes";

    /// <summary>Where pocketsphinx's English model is. The Debian package's folder by default.</summary>
    public string PocketsphinxModel { get; set; } = "/usr/share/pocketsphinx/model/en-us";
}
