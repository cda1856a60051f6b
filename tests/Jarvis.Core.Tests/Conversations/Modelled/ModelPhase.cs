namespace Jarvis.Core.Tests.Conversations.Modelled;

internal enum ModelPhase
{
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}
