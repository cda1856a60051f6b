namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>Why a task gave no result.</summary>
internal enum ModelReason
{
    None,
    Away,
    Unwanted,
    TooLate,
    Broken,
}
