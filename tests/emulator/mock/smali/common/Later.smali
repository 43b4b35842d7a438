# What a page does some time later: calls its `after` with a number of the page's own.
.class public Lmock/Later;
.super Ljava/lang/Object;
.implements Ljava/lang/Runnable;

.field private final page:Lmock/Page;
.field private final what:I

.method public constructor <init>(Lmock/Page;I)V
    .registers 3
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lmock/Later;->page:Lmock/Page;
    iput p2, p0, Lmock/Later;->what:I
    return-void
.end method

.method public run()V
    .registers 3
    iget-object v0, p0, Lmock/Later;->page:Lmock/Page;
    invoke-virtual {v0}, Lmock/Page;->isDestroyed()Z
    move-result v1
    if-nez v1, :gone
    iget v1, p0, Lmock/Later;->what:I
    invoke-virtual {v0, v1}, Lmock/Page;->after(I)V
    :gone
    return-void
.end method
