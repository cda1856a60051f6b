namespace Jarvis.Cli.Hosting;

/// <summary>What a command does with the conversations that are kept.</summary>
internal enum StateUse
{
    /// <summary>Nothing: what happens is gone when the command ends.</summary>
    None,

    /// <summary>It looks at them, beside whoever works on them.</summary>
    Look,

    /// <summary>It changes what several may change, such as keys and limits, beside whoever works on conversations.</summary>
    Keep,

    /// <summary>It begins one of its own, beside others that do.</summary>
    Begin,

    /// <summary>It works on them, alone.</summary>
    Work,
}
