namespace Jarvis.Client.Http;

/// <summary>When a call may be sent again.</summary>
internal enum Repeat
{
    /// <summary>Whatever became of it: twice is as good as once.</summary>
    Always,

    /// <summary>Only when the server has refused it: twice is not as good as once.</summary>
    WhenRefused,

    /// <summary>Never: what was to be sent is gone.</summary>
    Never,
}
